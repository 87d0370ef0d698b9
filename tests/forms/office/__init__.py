"""Tests of the office's own forms."""
