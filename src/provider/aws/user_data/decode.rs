//! Decodes user data: base64, then gzip, then the encoded parts of a multipart text.

use std::io::Read as _;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use flate2::read::MultiGzDecoder;

use super::mime;

/// What every gzip file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Bytes that all texts of one user data may have together. User data has at most 16 KiB, which gzip packs a thousandfold
/// at best.
const MOST: usize = 32 << 20;

/// How often something that is packed may hold something that is packed.
const DEPTH: u8 = 4;

/// Base64 with its padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What user data says, as far as it can be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) texts: Vec<Text>,
    /// What could not be read, the first of it, in a word for a gap.
    pub(super) unreadable: Option<&'static str>,
    /// Bytes of the texts.
    size: usize,
    parts: i64,
}

/// One text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// Which of the encoded parts it is, from 1; none of the text that they stand in.
    pub(super) part: Option<i64>,
    pub(super) content: String,
}

/// The texts in user data that is encoded in base64; none where it is empty.
pub(super) fn decode(encoded: &str) -> Decoded {
    let mut decoded = Decoded::default();
    match base64(encoded) {
        Some(bytes) => decoded.take(&bytes, None, DEPTH),
        None => decoded.lacks("UserData.base64"),
    }
    decoded
}

/// The bytes of a text in base64, white space apart.
fn base64(encoded: &str) -> Option<Vec<u8>> {
    let dense: Vec<u8> = encoded.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    BASE64.decode(dense).ok()
}

impl Decoded {
    fn lacks(&mut self, what: &'static str) {
        self.unreadable.get_or_insert(what);
    }

    fn take(&mut self, bytes: &[u8], part: Option<i64>, depth: u8) {
        if bytes.starts_with(&GZIP) {
            return match self.unpacked(bytes).filter(|_| depth > 0) {
                Some(bytes) => self.take(&bytes, part, depth - 1),
                None => self.lacks("UserData.gzip"),
            };
        }
        self.size += bytes.len();
        if self.size > MOST {
            return self.lacks("UserData.size");
        }
        // What is no text may be read in part; what is found there counts, what is not does not.
        if bytes.contains(&0) || std::str::from_utf8(bytes).is_err() {
            self.lacks("UserData.text");
        }
        let content = String::from_utf8_lossy(bytes).into_owned();
        let parts = mime::encoded_parts(&content);
        if !content.is_empty() {
            self.texts.push(Text { part, content });
        }
        for encoded in parts {
            self.parts += 1;
            let number = self.parts;
            let bytes = match encoded.encoding {
                mime::Encoding::Base64 => base64(&encoded.body),
                mime::Encoding::QuotedPrintable => Some(mime::unquoted(&encoded.body)),
                mime::Encoding::Other => None,
            };
            match bytes.filter(|_| depth > 0) {
                Some(bytes) => self.take(&bytes, Some(number), depth - 1),
                None => self.lacks("UserData.part"),
            }
        }
    }

    /// What gzip packed; none where it is broken, or too much.
    fn unpacked(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let left = MOST.saturating_sub(self.size);
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(bytes).take(left as u64 + 1).read_to_end(&mut unpacked).ok()?;
        (unpacked.len() <= left).then_some(unpacked)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn encoded(bytes: &[u8]) -> String {
        BASE64.encode(bytes)
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    fn texts(decoded: &Decoded) -> Vec<(Option<i64>, &str)> {
        decoded.texts.iter().map(|text| (text.part, text.content.as_str())).collect()
    }

    #[test]
    fn a_script_comes_out_whether_packed_or_wrapped_or_neither() {
        let script = "#!/bin/sh\nexport A=b\n";
        let plain = encoded(script.as_bytes());
        let wrapped = plain.as_bytes().chunks(8).flat_map(|line| [str::from_utf8(line).unwrap(), "\r\n"]).collect();
        let unpadded = plain.trim_end_matches('=').to_owned();
        let twice = encoded(&packed(&packed(script.as_bytes())));
        for text in [plain, wrapped, unpadded, encoded(&packed(script.as_bytes())), twice] {
            let decoded = decode(&text);
            assert_eq!((texts(&decoded), decoded.unreadable), (vec![(None, script)], None), "{text}");
        }
        assert_eq!(decode(""), Decoded::default());
    }

    #[test]
    fn encoded_parts_are_read_beside_the_text_that_they_stand_in() {
        let inner = encoded(&packed(b"PASSWORD=in-the-part\n"));
        let multipart = format!(
            "Content-Type: multipart/mixed;\n boundary=\"==B==\"\nMIME-Version: 1.0\n\n--==B==\n\
             Content-Type: text/x-shellscript\n\n#!/bin/sh\n--==B==\n\
             Content-Type: text/cloud-config\nContent-Transfer-Encoding: base64\n\n{inner}\n--==B==\n\
             content-transfer-encoding: Quoted-Printable\n\nTOKEN=3Da=\nb\n--==B==--\n"
        );
        let decoded = decode(&encoded(&packed(multipart.as_bytes())));
        let expected =
            [(None, multipart.as_str()), (Some(1), "PASSWORD=in-the-part\n"), (Some(2), "TOKEN=ab\n")].to_vec();
        assert_eq!((texts(&decoded), decoded.unreadable), (expected, None));
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_is_read() {
        assert_eq!(decode("not base64!").unreadable, Some("UserData.base64"));
        assert_eq!(decode(&encoded(b"\x1f\x8bbroken")).unreadable, Some("UserData.gzip"));
        let cut = packed(b"PASSWORD=hunter2 and more");
        assert_eq!(decode(&encoded(&cut[..cut.len() - 9])).unreadable, Some("UserData.gzip"));
        let latin = decode(&encoded(b"# caf\xe9\nPASSWORD=hunter2\n"));
        assert_eq!(latin.unreadable, Some("UserData.text"));
        assert!(latin.texts[0].content.contains("PASSWORD=hunter2"));
        assert_eq!(decode(&encoded(b"P\0W\0=\0x\0")).unreadable, Some("UserData.text"));
        let strange = "MIME-Version: 1.0\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644\n";
        assert_eq!(decode(&encoded(strange.as_bytes())).unreadable, Some("UserData.part"));
        let bad = "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n*\n";
        assert_eq!(decode(&encoded(bad.as_bytes())).unreadable, Some("UserData.part"));
    }

    #[test]
    fn what_unpacks_without_end_is_left() {
        let bomb = packed(&vec![b'a'; MOST + 1]);
        let decoded = decode(&encoded(&bomb));
        assert_eq!((decoded.texts.len(), decoded.unreadable), (0, Some("UserData.gzip")));
        let mut nested = b"PASSWORD=x".to_vec();
        for _ in 0..=DEPTH {
            nested = packed(&nested);
        }
        assert_eq!(decode(&encoded(&nested)).unreadable, Some("UserData.gzip"));
    }
}
