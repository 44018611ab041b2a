"""What takes strangers' files apart. It runs in a process apart (see `apart.py`), never in ours."""
