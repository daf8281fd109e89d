"""Points and penalties as pure functions of stored outcomes and the course's facts."""
