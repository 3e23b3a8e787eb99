"""An invoice as a PDF of one page, small and without fonts of its own."""

from runtime.demo.people import ORGANISATIONS, Customer


def pdf(order: str, customer: Customer) -> bytes:
    """Return the invoice of an order. What no standard font can show is left out."""
    company = ORGANISATIONS.get(customer.organisation, "")
    lines = [
        "Nordlicht Lamps",
        "",
        f"Invoice {order}",
        "",
        company or customer.name,
        customer.address,
        "",
        "Thank you!",
    ]
    shown = [line.encode("latin-1", "ignore").decode("latin-1").replace("(", "").replace(")", "") for line in lines]
    text = "BT /F1 14 Tf 72 760 Td 20 TL " + " ".join(f"({line}) Tj T*" for line in shown) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text.encode('latin-1'))} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return _document([part.encode("latin-1") for part in objects])


def _document(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + trailer
