"""Documents as other offices would write and send them, made without our templates or readers."""
