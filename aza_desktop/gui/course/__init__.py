"""The course in the window: its phases, what is offered, proposed and confirmed, and by whom."""
