"""The demo school and the reading back of the tour's facts."""
