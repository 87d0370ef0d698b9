"""Sheets of paper, printed, filled in a viewer or scanned, laid together to the page model."""
