"""Resources into values: protocol files and the list of analytes, read and checked once.

Only text of our own `resources/` enters here. What is wrong in a file is refused with the file,
the line and a remedy. Nothing here judges a patient or touches a database.
"""

from aza_desktop.protocols.library import ProtocolLibrary, load_library
from aza_desktop.protocols.loading import read_protocol
from aza_desktop.protocols.overriding import override

__all__ = ["ProtocolLibrary", "load_library", "override", "read_protocol"]
