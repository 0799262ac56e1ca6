"""Seal keys for the demonstration and the tests: a root of our own that nobody else trusts, and a key per authority.

Every name says "demonstration". A real authority's key comes from a qualified provider and is put into the folder.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from exchange import seal

ROOT_KEY = "root.p12"
VALID_FOR = timedelta(days=3650)


def make(*, names: Mapping[str, str], at: datetime) -> list[Path]:
    """Make the root and the key of each authority (code to name) that has none; existing ones are never replaced."""
    folder = seal.folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made: list[Path] = []
    if not (folder / ROOT_KEY).exists():
        made.append(_make_root(folder, at=at))
    root_key, root = _root(folder)
    for authority, name in names.items():
        path = folder / f"{authority}.p12"
        if not path.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            own = _certificate(f"{name} (demonstration seal)", key, issuer=(root_key, root), at=at)
            _keep(path, pkcs12.serialize_key_and_certificates(authority.encode(), key, own, [root], _encryption()))
            made.append(path)
    return made


def _make_root(folder: Path, *, at: datetime) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    root = _certificate("Demonstration root, not valid", key, issuer=None, at=at)
    (folder / seal.ROOT).write_bytes(root.public_bytes(serialization.Encoding.PEM))
    _keep(folder / ROOT_KEY, pkcs12.serialize_key_and_certificates(b"root", key, root, None, _encryption()))
    return folder / seal.ROOT


def _root(folder: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, root, _ = pkcs12.load_key_and_certificates((folder / ROOT_KEY).read_bytes(), seal.passphrase())
    if root is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        raise seal.NoSealKey("the demonstration root cannot be opened")
    return key, root


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    *,
    issuer: tuple[ec.EllipticCurvePrivateKey, x509.Certificate] | None,
    at: datetime,
) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "BE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Working in Belgium (demonstration)"),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )
    is_root = issuer is None
    issuer_key, issuer_name = (key, subject) if issuer is None else (issuer[0], issuer[1].subject)
    since = at.astimezone(UTC) - timedelta(days=1)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(_usage(issues=is_root), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _usage(*, issues: bool) -> x509.KeyUsage:
    """A root issues certificates and nothing else; a seal seals and nothing else."""
    return x509.KeyUsage(
        digital_signature=not issues,
        content_commitment=not issues,
        key_cert_sign=issues,
        crl_sign=issues,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _encryption() -> serialization.KeySerializationEncryption:
    secret = seal.passphrase()
    return serialization.BestAvailableEncryption(secret) if secret else serialization.NoEncryption()


def _keep(path: Path, secret: bytes) -> None:
    """Write a key that only its owner can read, whole or not at all."""
    unfinished = path.with_suffix(".new")
    unfinished.touch(mode=0o600)
    unfinished.write_bytes(secret)
    unfinished.rename(path)
