//! The parts of a MIME text whose bodies are encoded. Those that are not can be read where they stand.

/// How the body of a part is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Base64,
    QuotedPrintable,
    /// In a way that we cannot undo.
    Other,
}

/// A part whose body is encoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) encoding: Encoding,
    pub(super) body: String,
}

/// The names of headers that a MIME text begins with.
const FIRST: [&str; 3] = ["content-type:", "content-transfer-encoding:", "mime-version:"];

/// The encoded parts of a text, in order; none where it is no MIME text.
pub(super) fn encoded_parts(text: &str) -> Vec<Part> {
    let start = text.trim_start().to_ascii_lowercase();
    if !FIRST.iter().any(|name| start.starts_with(name)) {
        return Vec::new();
    }
    let mut reader = Reader { headers: Some(Vec::new()), ..Reader::default() };
    text.trim_start().lines().for_each(|line| reader.line(line));
    reader.end_part();
    reader.parts
}

#[derive(Default)]
struct Reader {
    boundaries: Vec<String>,
    parts: Vec<Part>,
    /// The headers so far, while they are being read.
    headers: Option<Vec<String>>,
    /// The part whose body is being read, if that is encoded.
    open: Option<Part>,
}

impl Reader {
    fn line(&mut self, line: &str) {
        let delimited = line.strip_prefix("--");
        if delimited.is_some_and(|rest| self.boundaries.iter().any(|boundary| rest.starts_with(boundary.as_str()))) {
            self.end_part();
            self.headers = Some(Vec::new());
            return;
        }
        match &mut self.headers {
            Some(headers) if line.trim().is_empty() => {
                let headers = std::mem::take(headers);
                self.headers = None;
                self.begin_body(&headers);
            }
            Some(headers) => match headers.last_mut() {
                Some(folded) if line.starts_with([' ', '\t']) => folded.push_str(line),
                _ => headers.push(line.to_owned()),
            },
            None => {
                if let Some(part) = &mut self.open {
                    part.body.push_str(line);
                    part.body.push('\n');
                }
            }
        }
    }

    fn begin_body(&mut self, headers: &[String]) {
        if let Some(boundary) = value(headers, "content-type").and_then(boundary) {
            self.boundaries.push(boundary);
        }
        let encoding = value(headers, "content-transfer-encoding").map(|word| word.trim().to_ascii_lowercase());
        let encoding = match encoding.as_deref() {
            None | Some("" | "7bit" | "8bit" | "binary") => return,
            Some("base64") => Encoding::Base64,
            Some("quoted-printable") => Encoding::QuotedPrintable,
            Some(_) => Encoding::Other,
        };
        self.open = Some(Part { encoding, body: String::new() });
    }

    fn end_part(&mut self) {
        self.parts.extend(self.open.take());
    }
}

/// The value of a header.
fn value<'a>(headers: &'a [String], name: &str) -> Option<&'a str> {
    let pairs = headers.iter().filter_map(|header| header.split_once(':'));
    pairs.filter(|(own, _)| own.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
}

/// The boundary that a content type names.
fn boundary(content_type: &str) -> Option<String> {
    let pairs = content_type.split(';').filter_map(|parameter| parameter.split_once('='));
    let named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("boundary")).map(|(_, value)| value).next();
    named.map(|value| value.trim().trim_matches('"').to_owned()).filter(|value| !value.is_empty())
}

/// What a text in quoted-printable stands for; what is no code in it stays as it is.
pub(super) fn unquoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match after {
            [b'\n', more @ ..] | [b'\r', b'\n', more @ ..] if *first == b'=' => rest = more,
            [high, low, more @ ..] if *first == b'=' => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = more;
                }
                _ => bytes.push(*first),
            },
            _ => bytes.push(*first),
        }
    }
    bytes
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(encoding: Encoding, body: &str) -> Part {
        Part { encoding, body: body.to_owned() }
    }

    #[test]
    fn only_encoded_bodies_are_taken_out() {
        assert_eq!(encoded_parts("#!/bin/sh\nContent-Transfer-Encoding: base64\n\nAAAA\n"), []);
        let nested = "mime-version: 1.0\nContent-Type: multipart/mixed; boundary=one\n\npreamble\n--one\n\
                      Content-Type: multipart/alternative; boundary=\"two\"\n\n--two\n\
                      Content-Transfer-Encoding: BASE64\n\nAA\nBB\n--two\n\nplain\n--two--\n--one\n\
                      Content-Type: text/plain\nContent-Transfer-Encoding: 7bit\n\nplain\n--one\n\
                      Content-Transfer-Encoding: x-own\n\nwhat\n--one--\nepilogue\n";
        let expected = [part(Encoding::Base64, "AA\nBB\n"), part(Encoding::Other, "what\n")];
        assert_eq!(encoded_parts(nested), expected);
        let crlf = nested.replace('\n', "\r\n");
        assert_eq!(encoded_parts(&crlf), expected);
    }

    #[test]
    fn a_single_part_may_be_encoded_too() {
        let single = "\nContent-Type: text/x-shellscript\nContent-Transfer-Encoding:\n quoted-printable\n\na=3Db\n";
        assert_eq!(encoded_parts(single), [part(Encoding::QuotedPrintable, "a=3Db\n")]);
    }

    #[test]
    fn quoted_printable() {
        assert_eq!(unquoted("a=3D=\nb=\r\nc=C3=A9 =zz ="), "a=bc\u{e9} =zz =".as_bytes());
    }
}
