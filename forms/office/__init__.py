"""What an office itself writes about the forms that it was sent: 补正通知书."""
