"""The course staff's own implementations, data and measuring instruments; never shown to a student's code."""
