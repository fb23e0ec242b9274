//! What can go wrong outside the engine, and the exit status of a run.

use crate::{shell::Shell, usage};
use guiju_syntax::{FileError, Message};
use std::{
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};
use thiserror::Error;

/// How a run ends. Scripts rely on the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// 0: nothing breached, nothing wrong.
    Clean,
    /// 1: breaches, errors in a policy that was to be checked, failing tests, differences.
    Found,
    /// 2: no answer: misuse, an unreadable file, a policy with errors, an unusable dataset.
    NoAnswer,
}

impl Status {
    /// Returns [`Status::Found`] if something was found.
    #[must_use]
    pub const fn found(found: bool) -> Self {
        if found { Self::Found } else { Self::Clean }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Found => 1,
            Status::NoAnswer => 2,
        })
    }
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum CliError {
    /// The command line is not understood; also a request for help, which is none.
    #[error("{0}")]
    Usage(Box<clap::Error>),
    /// There is nothing at this path.
    #[error("there is nothing at `{}`", .0.display())]
    NotFound(PathBuf),
    /// The system refuses to read a path.
    #[error("cannot read `{}`: {error}", .path.display())]
    Read {
        /// The path.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The system refuses to write a path.
    #[error("cannot write `{}`: {error}", .path.display())]
    Write {
        /// The path.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Standard output is gone.
    #[error("cannot write the result: {0}")]
    Output(io::Error),
    /// A folder holds no policy.
    #[error("no policy in `{}`", .0.display())]
    NoPolicy(PathBuf),
    /// A folder holds several policies and none is called `policy.guiju`.
    #[error("several policies in `{}`: {}", .folder.display(), .files.join(", "))]
    SeveralPolicies {
        /// The folder.
        folder: PathBuf,
        /// Their file names.
        files: Vec<String>,
    },
    /// A folder of records holds no manifest.
    #[error("there is no manifest `{}`", .0.display())]
    NoManifest(PathBuf),
    /// A manifest is in another encoding.
    #[error("line {line} of `{}` is not UTF-8", .path.display())]
    NotUtf8 {
        /// The manifest.
        path: PathBuf,
        /// The line, 1 is the first.
        line: usize,
    },
    /// A word of the command line names nothing.
    #[error("{}", .0.en)]
    Unknown(Message),
    /// The engine refuses the request.
    #[error("{}", .0.en)]
    Refused(Message),
    /// Diagnostics have told everything.
    #[error("there are errors")]
    Told,
}

impl CliError {
    /// Returns the error of a path that cannot be read.
    #[must_use]
    pub fn reading(path: &Path, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound(path.to_owned()),
            _ => Self::Read { path: path.to_owned(), error },
        }
    }

    /// Returns the error of a path that a [`Folder`](crate::Folder) does not give.
    #[must_use]
    pub fn file(path: &Path, error: &FileError) -> Self {
        let (kind, said) = match error {
            FileError::NotFound => return Self::NotFound(path.to_owned()),
            FileError::Outside => (io::ErrorKind::PermissionDenied, "a link leads out of its folder".to_owned()),
            FileError::NotAFile => (io::ErrorKind::InvalidInput, "not a regular file".to_owned()),
            FileError::TooLarge(limit) => (io::ErrorKind::FileTooLarge, format!("larger than {limit} bytes")),
            FileError::Other(said) => (io::ErrorKind::Other, said.clone()),
        };
        Self::Read { path: path.to_owned(), error: io::Error::new(kind, said) }
    }

    /// Returns the error of a path that cannot be written.
    #[must_use]
    pub fn writing(path: &Path, error: io::Error) -> Self {
        Self::Write { path: path.to_owned(), error }
    }

    /// Tells what is wrong on standard error and returns the exit status.
    pub(crate) fn report(&self, shell: &Shell) -> Status {
        match self {
            Self::Usage(error) => return usage::report(error, shell),
            Self::Told => {}
            _ => {
                shell.error(&self.message());
                if let Some(help) = self.help() {
                    shell.help(&help);
                }
            }
        }
        Status::NoAnswer
    }

    /// Returns what is wrong, in both tongues.
    #[must_use]
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::NotFound(path) => format!("`{}` 不存在", path.display()),
            Self::Read { path, error } => format!("无法读取 `{}`：{error}", path.display()),
            Self::Write { path, error } => format!("无法写入 `{}`：{error}", path.display()),
            Self::Output(error) => format!("无法写出结果：{error}"),
            Self::NoPolicy(path) => format!("`{}` 中没有规矩", path.display()),
            Self::SeveralPolicies { folder, files } => {
                format!("`{}` 中有多个规矩：{}", folder.display(), files.join("、"))
            }
            Self::NoManifest(path) => format!("没有清单 `{}`", path.display()),
            Self::NotUtf8 { path, line } => format!("`{}` 第 {line} 行不是 UTF-8 编码", path.display()),
            Self::Unknown(message) | Self::Refused(message) => message.zh.clone(),
            Self::Usage(_) | Self::Told => String::new(),
        };
        Message::new(self.to_string(), zh)
    }

    fn help(&self) -> Option<Message> {
        match self {
            Self::NoPolicy(_) => Some(Message::new(
                "a policy is a file `policy.guiju`, or the one file with a `policy` declaration",
                "规矩是名为 `policy.guiju` 的文件，或唯一含有 `规矩` 声明的文件",
            )),
            Self::SeveralPolicies { .. } => Some(Message::new(
                "name one of the files, or call it `policy.guiju`",
                "请指明其中一个文件，或命名为 `policy.guiju`",
            )),
            Self::NoManifest(_) => Some(Message::new(
                "a dataset is a folder with a `dataset.yaml` that says which file feeds which record",
                "数据集是含有 `dataset.yaml` 的文件夹，该清单写明哪个文件提供哪种档案",
            )),
            Self::NotUtf8 { .. } => Some(Message::new(
                "save it as UTF-8; the data files themselves may be in another encoding",
                "请另存为 UTF-8 编码；数据文件本身可用其他编码",
            )),
            _ => None,
        }
    }
}

impl From<clap::Error> for CliError {
    fn from(error: clap::Error) -> Self {
        Self::Usage(Box::new(error))
    }
}
