//! From a file's bytes to its text.
//!
//! In come bytes, out goes UTF-8 text with the fingerprint of the bytes. What is no text table, or does not decode without
//! loss, is an error here: half a file read is worse than none.

pub(crate) mod delimited;
pub(crate) mod encoding;

use encoding_rs::Encoding;
use guiju_syntax::{Code, FileError, Files, Message};
use sha2::{Digest, Sha256};

/// The largest file read, in bytes.
const MAX_BYTES: u64 = 4 << 30;

/// A file whose text is known.
#[derive(Debug)]
pub(crate) struct Opened {
    /// Its text, without a byte order mark.
    pub(crate) text: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub(crate) sha256: String,
    /// The encoding, if it was guessed and the guess may be wrong.
    pub(crate) doubtful: Option<&'static Encoding>,
}

/// Why a file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileFault {
    /// What kind of fault.
    pub(crate) code: Code,
    /// Line, from 1; 0 where the whole file is meant.
    pub(crate) row: u64,
    /// What is wrong.
    pub(crate) message: Message,
}

impl FileFault {
    pub(crate) fn new(code: Code, row: u64, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { code, row, message: Message::new(en, zh) }
    }
}

/// Reads and decodes a file.
///
/// # Errors
/// [`FileFault`] if it is absent, too large, no text, or not in its encoding.
pub(crate) fn open(files: &dyn Files, path: &str, declared: Option<&'static Encoding>) -> Result<Opened, FileFault> {
    let bytes = files.read(path).map_err(|error| cannot_read(path, error))?;
    let size = bytes.len() as u64;
    if size > MAX_BYTES {
        return Err(cannot_read(path, FileError::TooLarge(MAX_BYTES)));
    }
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let (text, doubtful) = encoding::decode(bytes, declared)?;
    Ok(Opened { text, sha256, doubtful })
}

/// Says why a path could not be read.
pub(crate) fn cannot_read(path: &str, error: FileError) -> FileFault {
    let (en, zh) = match error {
        FileError::NotFound => (format!("there is no file `{path}`"), format!("没有文件 `{path}`")),
        FileError::Outside => {
            (format!("`{path}` leaves the folder of the dataset"), format!("`{path}` 超出数据集所在的文件夹"))
        }
        FileError::NotAFile => (format!("`{path}` is a folder, not a file"), format!("`{path}` 是文件夹，不是文件")),
        FileError::TooLarge(limit) => (
            format!("`{path}` is larger than {limit} bytes; split it and list the parts"),
            format!("`{path}` 超过 {limit} 字节，请拆分后逐一列出"),
        ),
        FileError::Other(said) => (format!("`{path}` cannot be read: {said}"), format!("`{path}` 无法读取：{said}")),
    };
    FileFault::new(Code::E1101, 0, en, zh)
}
