//! The signature of a pack: minisign's, by Ed25519 over the hash of the manifest, which holds the hashes of all else.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minisign::{KeyPair, PublicKey, PublicKeyBox, SecretKey, SecretKeyBox, SignatureBox};

use super::manifest::Manifest;

/// The line of the signature that minisign does not sign; it is always this one.
const UNTRUSTED: &str = "signature of a tickmark evidence pack";

/// The length of a signature, and of what stands in its file before that.
const SIGNATURE_BASE64: usize = 88;
const TAGGED_BASE64: usize = 100;

/// A key that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadKey(String);

impl BadKey {
    fn of(problem: impl std::fmt::Display) -> Self {
        Self(problem.to_string())
    }
}

/// What signs a pack.
#[derive(Debug, Clone)]
pub struct Signer {
    secret: SecretKey,
    public: PublicKey,
}

impl Signer {
    /// A secret key as `minisign -G` writes it. Where it needs a password and none is given, the user is asked.
    ///
    /// # Errors
    /// Where it is no such key, or the password is not its own.
    pub fn new(text: &str, password: Option<String>) -> Result<Self, BadKey> {
        let secret = match unprotected(text) {
            Some(bytes) => SecretKey::from_bytes(&bytes),
            None => SecretKeyBox::from_string(text).and_then(|boxed| boxed.into_secret_key(password)),
        };
        let secret = secret.map_err(BadKey::of)?;
        let public = PublicKey::from_secret_key(&secret).map_err(BadKey::of)?;
        Ok(Self { secret, public })
    }

    /// A new key of no password.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn generate() -> Result<Self, BadKey> {
        let KeyPair { pk, sk } = KeyPair::generate_unencrypted_keypair().map_err(BadKey::of)?;
        Ok(Self { secret: sk, public: pk })
    }

    /// The public key, as `minisign -G` writes it.
    ///
    /// # Errors
    /// Where it does not encode.
    pub fn public(&self) -> Result<String, BadKey> {
        self.public.to_box().map(PublicKeyBox::into_string).map_err(BadKey::of)
    }

    /// The signature of a manifest, of which `bytes` are the bytes. Minisign mixes random bytes in, as a guard against
    /// faults: no two signatures are the same.
    ///
    /// # Errors
    /// Where the system gives no random bytes.
    pub fn sign(&self, manifest: &Manifest, bytes: &[u8]) -> Result<String, BadKey> {
        let comment = trusted(manifest);
        let signed = minisign::sign(Some(&self.public), &self.secret, bytes, Some(&comment), Some(UNTRUSTED));
        signed.map(SignatureBox::into_string).map_err(BadKey::of)
    }
}

/// The bytes of a secret key that no password protects. The crate refuses those that `minisign -G -W` writes, as they
/// have no checksum.
fn unprotected(text: &str) -> Option<Vec<u8>> {
    let bytes = STANDARD.decode(text.lines().nth(1)?.trim()).ok()?;
    (bytes.get(2..4) == Some(&[0, 0])).then_some(bytes)
}

/// The line that is signed with the manifest.
fn trusted(manifest: &Manifest) -> String {
    format!("tickmark evidence pack as of {}, manifest {}", manifest.as_of, manifest.digest)
}

/// A public key.
#[derive(Debug, Clone)]
pub struct Verifier(PublicKey);

impl Verifier {
    /// A public key as `minisign -G` writes it, or its second line alone.
    ///
    /// # Errors
    /// Where it is none.
    pub fn new(text: &str) -> Result<Self, BadKey> {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let key = match lines.as_slice() {
            [key] | [_, key] => PublicKey::from_base64(key).map_err(BadKey::of)?,
            _ => return Err(BadKey("it is no public key of minisign".to_owned())),
        };
        Ok(Self(key))
    }

    /// Whether two keys are one.
    pub fn is(&self, other: &Self) -> bool {
        self.0.to_bytes() == other.0.to_bytes()
    }

    /// The key's id, as minisign prints it.
    pub fn id(&self) -> String {
        let number = self.0.keynum().iter().rev().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        format!("{number:016X}")
    }

    /// Whether `signature` is this key's, for this manifest, and in every byte as it was written.
    pub fn admits(&self, manifest: &Manifest, bytes: &[u8], signature: &str) -> bool {
        is_ours(manifest, signature)
            && SignatureBox::from_string(signature).is_ok_and(|parsed| {
                parsed.is_prehashed()
                    && minisign::verify(&self.0, &parsed, std::io::Cursor::new(bytes), true, false, false).is_ok()
            })
    }
}

/// Whether the lines of a signature are as we write them: what minisign does not sign must not vary either.
fn is_ours(manifest: &Manifest, signature: &str) -> bool {
    let lines: Vec<&str> = signature.split('\n').collect();
    let [untrusted, tagged, trusted_line, global, ""] = lines.as_slice() else { return false };
    *untrusted == format!("untrusted comment: {UNTRUSTED}")
        && *trusted_line == format!("trusted comment: {}", trusted(manifest))
        && tagged.len() == TAGGED_BASE64
        && global.len() == SIGNATURE_BASE64
        // Of so many characters, this is what tells 64 bytes from 65.
        && global.ends_with("==")
        && SignatureBox::from_string(signature).is_ok_and(|parsed| parsed.to_string() == signature)
}
