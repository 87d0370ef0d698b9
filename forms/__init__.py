"""What a form is: records, codecs, rules and vocabularies, and the registry of the forms."""
