"""PDFs as other programs write them: the retyped forms set and drawn anew, finished PDFs disturbed,
and files that mean harm. Nothing here knows our readers or our templates."""
