"""What a verb is given: documents, pictures of one document, records."""
