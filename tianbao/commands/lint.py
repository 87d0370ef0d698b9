"""`tianbao lint TEMPLATE.docx`"""
