"""What arrives, taken into a store: mails, mailboxes, archives, folders and files.

    take_in(store, ["mails/", "imaps://office@mail.example/INBOX"])

Whatever parses what others sent (`unpacking` and all below it) runs in a child process that can be
killed; only `taking` touches the store.
"""

from tianbao.intake.taking import Summary, take_in

__all__ = ["Summary", "take_in"]
