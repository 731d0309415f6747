"""Pages about the clinic itself: its laboratories, its people. Administrators change them."""
