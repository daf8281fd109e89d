"""Pages and tables for people: feedback for a student, a report for staff."""
