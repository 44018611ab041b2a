"""Take the files of a form into memory up to a limit, and never onto disk.

The check of forms against forgery reads the whole body before a page is reached, so no page can
choose how to receive. What is known by then is which page will be reached: its mark
(`marks.takes_files`) says how many bytes it takes. Anywhere else a file is read past.
"""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

MEGABYTE = 1024 * 1024


class TooLarge(UploadedFile):  # type: ignore[type-arg]  # not a generic when it runs
    """Stands where a file stood that was larger than the page takes; it holds nothing."""

    def __init__(self, name: str, field_name: str, size: int, most: int) -> None:
        super().__init__(io.BytesIO(), name, size=size)
        self.field_name, self.most = field_name, most


class InMemory(FileUploadHandler):
    """Hold the files of one request in memory, together no more than its page takes."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Begin a request: find out how much its page takes."""
        self.most = self.left = _taken_by_page(self.request)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, or read past it where the page takes none."""
        super().new_file(*args, **kwargs)
        if not self.most:
            raise SkipFile
        self.file, self.is_too_large = io.BytesIO(), False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Hold a piece, or from the limit on let it and all before it go."""
        self.left -= len(raw_data)
        if self.left < 0:
            self.file, self.is_too_large = io.BytesIO(), True
        else:
            self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:  # type: ignore[type-arg]
        """Give the file, or what says that it was too large."""
        name, field = str(self.file_name), str(self.field_name)
        if self.is_too_large:
            return TooLarge(name, field, file_size, self.most)
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, field, name, self.content_type, file_size, self.charset
        )


def _taken_by_page(request: HttpRequest | None) -> int:
    """Give how many bytes the page takes; a closed page takes none of who is not signed in."""
    match = request.resolver_match if request else None
    if match is None:
        return 0
    is_closed = getattr(match.func, "login_required", True)
    if is_closed and getattr(request, "person", None) is None:
        return 0
    return int(getattr(match.func, "takes_files", 0))
