"""What an economic organisation sees of a member, and does for it, as far as the member allows (`app.organisations.affiliations`)."""
