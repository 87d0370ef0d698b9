"""What arrives, taken into a store: mails, mailboxes, archives, folders and files.

    from tianbao.intake.taking import take_in

    take_in(store, ["mails/", "imaps://office@mail.example/INBOX"])

Whatever parses what others sent (`unpacking` and all below it) runs in a child process that can be
killed; only `taking` and `recording` touch the store. Nothing is imported here: the child would
load the database's library for nothing.
"""
