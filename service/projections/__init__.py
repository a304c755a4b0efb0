"""Read models: everything here is a function of the log, and can be thrown away and built again."""
