"""What can go wrong on somebody's machine, in words that say what to do. Kept readable for Python 3.6."""

import errno

NO_NETWORK = (
    "Failed to establish a new connection",
    "NewConnectionError",
    "Name or service not known",
    "Temporary failure in name resolution",
    "Network is unreachable",
    "ConnectTimeoutError",
    "Read timed out",
    "ProxyError",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
)

KNOWN = (
    (
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        "The disk is full.",
        "Make room, then run the same command.",
    ),
    (
        ("Read-only file system", "EROFS", "Permission denied", "EACCES"),
        "This folder cannot be written to.",
        "Move the repository to a folder of your own, or change its owner.",
    ),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "A downloaded package is not the one that was locked.",
        "Do not use it. Ask whoever runs your package mirror, or clear the caches: pip cache purge; npm cache clean --force.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SELF_SIGNED_CERT", "UNABLE_TO_GET_ISSUER"),
        "The package registry's certificate is not trusted here.",
        "Behind a company proxy, point PIP_CERT and NODE_EXTRA_CA_CERTS to its certificate.",
    ),
    (
        NO_NETWORK,
        "The package registry cannot be reached.",
        "The first run needs the network (or a mirror in pip's and npm's settings); later ones do not.",
    ),
)

OS_ERRORS = {
    errno.ENOSPC: KNOWN[0],
    errno.EDQUOT: KNOWN[0],
    errno.EROFS: KNOWN[1],
    errno.EACCES: KNOWN[1],
    errno.EPERM: KNOWN[1],
}


class Trouble(Exception):
    """Something that only the person at the machine can put right."""

    def __init__(self, what: str, remedy: str = "", output: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.output = output

    def __str__(self) -> str:
        return "\n".join(part for part in (self.output, "error: " + self.what, self.remedy) if part)

    @classmethod
    def from_output(cls, step: str, output: str) -> "Trouble":
        """Explain why a command failed from what it printed; the end of that is kept for the reader."""
        lines = [line[:200] for line in output.splitlines()]
        for signs, what, remedy in KNOWN:
            if any(sign in output for sign in signs):
                return cls(step + " failed. " + what, remedy, "\n".join(lines[-5:]))
        return cls(
            step + " failed.", "What it said stands above. The same command tries again.", "\n".join(lines[-30:])
        )

    @classmethod
    def from_os_error(cls, error: OSError) -> "Trouble":
        """Explain a failed system call."""
        where = f" ({error.filename})" if error.filename else ""
        if error.errno in OS_ERRORS:
            _, what, remedy = OS_ERRORS[error.errno]
            return cls(what + where, remedy)
        return cls((error.strerror or str(error)) + where)
