"""What a person enters beside results: decisions, contacts, symptoms, courses, corrections."""
