"""The first start: look around, start a clinic, or open one."""
