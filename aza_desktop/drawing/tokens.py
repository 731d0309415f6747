"""The colours of the program, once: light, dark and high contrast. No literal stands elsewhere.

Contrast is computed from these in the tests. Keys are named by role, never by look.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme: role -> ``#RRGGBB``."""

    name: str
    window: str
    surface: str
    alt_row: str
    text: str
    text2: str
    muted: str
    border: str
    control: str
    accent: str
    accent_tint: str
    on_accent: str
    critical: str
    critical_tint: str
    critical_solid: str
    on_critical: str
    warning: str
    warning_tint: str
    ok: str
    ok_tint: str
    plan: str
    plan_tint: str
    alt: str
    ast: str
    bili: str
    alp: str
    dose: str
    dose_fill: str
    band_elevated: str
    band_consider: str
    band_stop: str
    future: str
    banner: str
    on_banner: str
    banner_label: str
    selection: str
    ggt: str
    other: str
    banner_risk: str
    on_banner_risk: str
    banner_caution: str
    on_banner_caution: str
    banner_ok: str
    on_banner_ok: str
    banner_unknown: str


LIGHT = Tokens(
    name="light",
    window="#F3F5F8",
    surface="#FFFFFF",
    alt_row="#F8FAFC",
    text="#16202B",
    text2="#48576A",
    muted="#637083",
    border="#D5DCE4",
    control="#7C8A9B",
    accent="#1257A8",
    accent_tint="#E3EFFB",
    on_accent="#FFFFFF",
    critical="#B00020",
    critical_tint="#FCE9EB",
    critical_solid="#B00020",
    on_critical="#FFFFFF",
    warning="#8A5A00",
    warning_tint="#FFF3D6",
    ok="#0F6E5A",
    ok_tint="#DDF3EC",
    plan="#4A5A6C",
    plan_tint="#E9EDF2",
    alt="#0072B2",
    ast="#B24700",
    bili="#6B00B8",
    alp="#4F3B2C",
    dose="#3E4C5C",
    dose_fill="#C9D3DE",
    band_elevated="#FFFBF0",
    band_consider="#FFF2DF",
    band_stop="#FDE8E9",
    future="#EEF2F6",
    banner="#0F2F52",
    on_banner="#FFFFFF",
    banner_label="#BBD0E6",
    selection="#DCEBFA",
    ggt="#663300",
    other="#48576A",
    banner_risk="#8E1B2E",
    on_banner_risk="#FFFFFF",
    banner_caution="#FFD98A",
    on_banner_caution="#3A2A00",
    banner_ok="#A9E5D0",
    on_banner_ok="#0B3B2F",
    banner_unknown="#FFD98A",
)


DARK = Tokens(
    name="dark",
    window="#11161C",
    surface="#1A2129",
    alt_row="#1E262F",
    text="#E8EDF2",
    text2="#B4C0CC",
    muted="#93A1B0",
    border="#2E3944",
    control="#72808F",
    accent="#6CB4F5",
    accent_tint="#173450",
    on_accent="#0B1520",
    critical="#FF8A80",
    critical_tint="#45191B",
    critical_solid="#FF8A80",
    on_critical="#2A0A0A",
    warning="#F5C15C",
    warning_tint="#3F300F",
    ok="#5FD0B0",
    ok_tint="#12382F",
    plan="#B4C0CC",
    plan_tint="#2A343F",
    alt="#56B4E9",
    ast="#F0913A",
    bili="#A06BFF",
    alp="#E6DDCF",
    dose="#AEBBC8",
    dose_fill="#37434F",
    band_elevated="#221F16",
    band_consider="#2E2416",
    band_stop="#361D1E",
    future="#151B22",
    banner="#0C2440",
    on_banner="#F2F7FC",
    banner_label="#A9C3DE",
    selection="#1D3B59",
    ggt="#E0BB87",
    other="#B4C0CC",
    banner_risk="#8E1B2E",
    on_banner_risk="#FFFFFF",
    banner_caution="#FFD98A",
    on_banner_caution="#3A2A00",
    banner_ok="#A9E5D0",
    on_banner_ok="#0B3B2F",
    banner_unknown="#FFD98A",
)


HIGH_CONTRAST = Tokens(
    name="high_contrast",
    window="#000000",
    surface="#000000",
    alt_row="#0D0D0D",
    text="#FFFFFF",
    text2="#FFFFFF",
    muted="#E6E6E6",
    border="#A6A6A6",
    control="#FFFFFF",
    accent="#8FD0FF",
    accent_tint="#002B47",
    on_accent="#000000",
    critical="#FFA199",
    critical_tint="#3B0007",
    critical_solid="#FFA199",
    on_critical="#000000",
    warning="#FFD75E",
    warning_tint="#332600",
    ok="#7DF0CC",
    ok_tint="#00332A",
    plan="#FFFFFF",
    plan_tint="#2B2B2B",
    alt="#66C7FF",
    ast="#FF9F40",
    bili="#AA80FF",
    alp="#FFF3DF",
    dose="#FFFFFF",
    dose_fill="#4D4D4D",
    band_elevated="#1A1700",
    band_consider="#2B1E00",
    band_stop="#360008",
    future="#141414",
    banner="#001B38",
    on_banner="#FFFFFF",
    banner_label="#D6E8FA",
    selection="#003D66",
    ggt="#FFDF80",
    other="#FFFFFF",
    banner_risk="#8E1B2E",
    on_banner_risk="#FFFFFF",
    banner_caution="#FFD98A",
    on_banner_caution="#3A2A00",
    banner_ok="#A9E5D0",
    on_banner_ok="#0B3B2F",
    banner_unknown="#FFD98A",
)
"""White on black with strong outlines, for users whose system asks for more contrast."""
