"""Log what went wrong and where in our code, and nothing of what was in it."""

import logging
import traceback


class Bare(logging.Formatter):
    """Write the level, the logger and, of an error, its type and the places in the code.

    Messages and values are left out on purpose: they can hold a reporter's words, a name or an
    address. Our own loggers (`rechtop.…`) write messages without any of these.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Write one line, and the places an error passed."""
        told = record.getMessage() if record.name.startswith("rechtop") else ""
        lines = [f"{record.levelname} {record.name} {told}".rstrip()]
        if record.exc_info and record.exc_info[0]:
            lines.append(f"  {record.exc_info[0].__name__}")
            frames = traceback.extract_tb(record.exc_info[2])
            lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join(lines)
