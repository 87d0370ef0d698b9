"""What was read, made ready for a store where it was read: judged, counted and packed. It knows no
store, so that a worker without a database does this part of the work."""
