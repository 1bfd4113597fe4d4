"""The post: which mails are due, what each says, and how they are brought to the mail server."""
