"""Reading and writing the XML of ISO 20022 messages: one element at a time, nothing trusted."""

import re
from datetime import date
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
AMOUNT = re.compile(r"[0-9]{1,15}(\.[0-9]{1,2})?", re.ASCII)


class MalformedMessage(ValueError):
    """What came back is not the message that was expected."""


class Element:
    """One element of a received message; whatever is not as it should be is MalformedMessage."""

    def __init__(self, element: ET.Element, namespace: str) -> None:
        self._element = element
        self._namespace = namespace

    @classmethod
    def of(cls, body: bytes, name: str) -> "Element":
        namespace = f"{{{NAMESPACE}{name}}}"
        try:
            root = fromstring(body, forbid_dtd=True)
        except (ET.ParseError, DefusedXmlException, ValueError, LookupError) as error:
            raise MalformedMessage("not well-formed XML") from error
        if root.tag != f"{namespace}Document":
            raise MalformedMessage(f"not a Document of {name}")
        return cls(root, namespace)

    def each(self, path: str) -> list["Element"]:
        qualified = "/".join(self._namespace + tag for tag in path.split("/"))
        return [Element(found, self._namespace) for found in self._element.findall(qualified)]

    def find(self, path: str) -> "Element | None":
        found = self.each(path)
        if len(found) > 1:
            raise MalformedMessage(f"more than one {path}")
        return found[0] if found else None

    def only(self, path: str) -> "Element":
        found = self.find(path)
        if found is None:
            raise MalformedMessage(f"{path} is missing")
        return found

    def own_text(self) -> str:
        return (self._element.text or "").strip()

    def text(self, path: str) -> str:
        text = self.only(path).own_text()
        if not text:
            raise MalformedMessage(f"{path} is empty")
        return text

    def text_or_empty(self, path: str) -> str:
        found = self.find(path)
        return "" if found is None else found.own_text()

    def minor_units(self) -> int:
        text = self.own_text()
        if not AMOUNT.fullmatch(text):
            raise MalformedMessage("an amount is not digits with at most two decimals")
        yuan, _, fen = text.partition(".")
        return int(yuan) * 100 + int(fen.ljust(2, "0"))

    def currency(self) -> str:
        return self._element.get("Ccy", "")

    def day(self) -> date:
        try:
            return date.fromisoformat(self.own_text())
        except ValueError as error:
            raise MalformedMessage("a date is not YYYY-MM-DD") from error


def decimal_text(amount_minor: int) -> str:
    yuan, fen = divmod(amount_minor, 100)
    return f"{yuan}.{fen:02d}"


def document(name: str, child: str) -> tuple[ET.Element, ET.Element]:
    root = ET.Element("Document", xmlns=NAMESPACE + name)
    return root, ET.SubElement(root, child)


def child(parent: ET.Element, *path: str) -> ET.Element:
    for tag in path:
        parent = ET.SubElement(parent, tag)
    return parent


def texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text


def xml_bytes(root: ET.Element) -> bytes:
    result: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return result
