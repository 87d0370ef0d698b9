"""Reading: a reader per kind of source, the page model, and the matcher that lays a form on it."""
