//! Which encoding a file is in, and its text.
//!
//! A byte order mark decides; then the manifest; then UTF-8 if every byte fits; then a guess. GBK and GB2312 are read as
//! GB18030, which holds both. UTF-16 is believed by its mark alone.

use super::FileFault;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use guiju_syntax::Code;

/// How many bytes the guess looks at, and the search for zero bytes.
const SAMPLE: usize = 1 << 20;

/// A file that is UTF-8 for so many letters beyond ASCII, and then not, is damaged UTF-8: text in another encoding
/// fails earlier.
const SURELY_UTF_8: usize = 8;

/// Returns a file's text without byte order mark, and the encoding if it rests on an unsure guess.
///
/// # Errors
/// [`FileFault`] if the bytes are no text, or not all of them can be decoded.
pub(crate) fn decode(
    mut bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<(String, Option<&'static Encoding>), FileFault> {
    let marked = Encoding::for_bom(&bytes);
    if let Some((_, length)) = marked {
        bytes.drain(..length);
    }
    let encoding = marked.map(|(encoding, _)| encoding).or(declared);
    if !encoding.is_some_and(|encoding| encoding == UTF_16LE || encoding == UTF_16BE) {
        refuse_binary(&bytes)?;
    }
    match encoding {
        None => match String::from_utf8(bytes) {
            Ok(text) => Ok((text, None)),
            Err(error) => guess(error),
        },
        Some(encoding) if encoding == UTF_8 => match String::from_utf8(bytes) {
            Ok(text) => Ok((text, None)),
            Err(error) => Err(undecodable(error.as_bytes(), UTF_8)),
        },
        Some(encoding) => decode_as(&bytes, encoding).map(|text| (text, None)),
    }
}

fn guess(error: std::string::FromUtf8Error) -> Result<(String, Option<&'static Encoding>), FileFault> {
    let valid = error.utf8_error().valid_up_to();
    let bytes = error.into_bytes();
    let beyond_ascii = bytes
        .get(..valid)
        .and_then(|valid| std::str::from_utf8(valid).ok())
        .map_or(0, |text| text.chars().filter(|c| !c.is_ascii()).take(SURELY_UTF_8).count());
    if beyond_ascii == SURELY_UTF_8 {
        return Err(undecodable(&bytes, UTF_8));
    }
    // The sample begins in the line that is no UTF-8, so that it holds letters beyond ASCII.
    let start = bytes.iter().take(valid).rposition(|&byte| byte == b'\n').map_or(0, |i| i + 1);
    let sample = bytes.get(start..).unwrap_or_default();
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample.get(..SAMPLE).unwrap_or(sample), sample.len() <= SAMPLE);
    let guessed = match detector.guess(None, Utf8Detection::Deny) {
        guessed if guessed == GBK => GB18030,
        guessed => guessed,
    };
    let sure = guessed == GB18030 || guessed == BIG5;
    Ok((decode_as(&bytes, guessed)?, (!sure).then_some(guessed)))
}

fn decode_as(bytes: &[u8], encoding: &'static Encoding) -> Result<String, FileFault> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(undecodable(bytes, encoding)),
    }
}

/// Finds the line of the first bytes that the encoding does not have.
fn undecodable(bytes: &[u8], encoding: &'static Encoding) -> FileFault {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut line = 1;
    let mut rest = bytes;
    let mut chunk = String::with_capacity(1 << 16);
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut chunk, true);
        line += chunk.bytes().filter(|&byte| byte == b'\n').count() as u64;
        chunk.clear();
        rest = rest.get(read..).unwrap_or_default();
        if result != DecoderResult::OutputFull {
            break;
        }
    }
    let name = encoding.name();
    // Most files that are no UTF-8 come from a Chinese Windows.
    let fits = |other: &'static Encoding| {
        other != encoding && other.decode_without_bom_handling_and_without_replacement(bytes).is_some()
    };
    let (en, zh) = match [UTF_8, GB18030].into_iter().find(|other| fits(other)) {
        Some(other) => (
            format!("; `encoding: {}` would fit", other.name().to_lowercase()),
            format!("，`encoding: {}` 可以读通", other.name().to_lowercase()),
        ),
        None => ("; declare the `encoding` the file is in".to_owned(), "，请以 `encoding` 声明文件的编码".to_owned()),
    };
    FileFault::new(
        Code::E1102,
        line,
        format!("line {line} is not {name}{en}"),
        format!("第 {line} 行不是 {name} 编码{zh}"),
    )
}

/// Refuses what is no text: known kinds by their first bytes, others by zero bytes.
fn refuse_binary(bytes: &[u8]) -> Result<(), FileFault> {
    let (en, zh) = if bytes.starts_with(b"PK\x03\x04") {
        ("a workbook or zip archive", "电子表格或压缩包")
    } else if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        ("an old Excel workbook", "旧版 Excel 文件")
    } else if bytes.starts_with(b"SQLite format 3\0") {
        ("an SQLite database", "SQLite 数据库")
    } else if bytes.starts_with(b"PAR1") {
        ("a Parquet file", "Parquet 文件")
    } else if bytes.starts_with(b"\x1f\x8b") {
        ("a compressed file", "压缩文件")
    } else if bytes.starts_with(b"%PDF-") {
        ("a PDF", "PDF 文件")
    } else if bytes.iter().take(SAMPLE).any(|&byte| byte == 0) {
        ("binary data, or UTF-16 without a byte order mark", "二进制数据，或无字节序标记的 UTF-16")
    } else {
        return Ok(());
    };
    Err(FileFault::new(
        Code::E1103,
        0,
        format!("the file is {en}, not a text table; export it as CSV"),
        format!("文件是{zh}，不是文本表格，请导出为 CSV"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "日期,单位\n2025-01-02,某化工公司\n";

    fn read(bytes: &[u8], label: Option<&str>) -> Result<(String, Option<&'static str>), (Code, u64)> {
        let declared = label.map(|label| Encoding::for_label(label.as_bytes()).unwrap());
        decode(bytes.to_vec(), declared)
            .map(|(text, doubtful)| (text, doubtful.map(Encoding::name)))
            .map_err(|fault| (fault.code, fault.row))
    }

    #[test]
    fn chinese_encodings_are_recognised() {
        let expected = Ok((TEXT.to_owned(), None));
        assert_eq!(read(TEXT.as_bytes(), None), expected);
        assert_eq!(read(&GB18030.encode(TEXT).0, None), expected);
        assert_eq!(read(&GBK.encode(TEXT).0, Some("gb18030")), expected);
        let rare = "单位\n𠮷野家\n";
        assert_eq!(read(&GB18030.encode(rare).0, None), Ok((rare.to_owned(), None)));
    }

    #[test]
    fn a_byte_order_mark_decides() {
        let expected = Ok((TEXT.to_owned(), None));
        let marked = |mark: &[u8], body: Vec<u8>| [mark, &body].concat();
        assert_eq!(read(&marked(b"\xef\xbb\xbf", TEXT.into()), Some("gb18030")), expected);
        let little = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&marked(b"\xff\xfe", little), None), expected);
        let big = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&marked(b"\xfe\xff", big), None), expected);
    }

    #[test]
    fn a_western_guess_is_doubtful() {
        let (text, doubtful) = read(b"name\ncaf\xe9 de la gare\n", None).unwrap();
        assert_eq!((text.as_str(), doubtful), ("name\ncafé de la gare\n", Some("windows-1252")));
    }

    #[test]
    fn undecodable_bytes_are_told_with_their_line() {
        assert_eq!(read(b"a\nb\nc\xff\n", Some("utf-8")), Err((Code::E1102, 3)));
        assert_eq!(read("a\n单位\n".as_bytes(), Some("big5")), Err((Code::E1102, 2)));
        let damaged = [TEXT.as_bytes(), b"\xb0\n"].concat();
        assert_eq!(read(&damaged, None), Err((Code::E1102, 3)));
    }

    #[test]
    fn binary_files_are_refused() {
        for bytes in [&b"PK\x03\x04..."[..], b"PAR1", b"\x1f\x8b\x08", b"a,b\n\0\0"] {
            assert_eq!(read(bytes, None), Err((Code::E1103, 0)));
        }
        let unmarked: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&unmarked, None), Err((Code::E1103, 0)));
    }
}
