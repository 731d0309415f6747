"""Who is open: the banner, the list of all patients, the record, the page around the views."""
