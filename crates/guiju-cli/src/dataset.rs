//! Where the records are, and what they say.

use crate::{error::CliError, folder::Folder, policies::shown, shell::Shell};
use clap::Args;
use guiju_calendar::Day;
use guiju_compiler::Schema;
use guiju_data::{Dataset, Limit, LoadOptions, rejects_csv};
use guiju_syntax::{Files, Sources};
use std::path::{Path, PathBuf};

/// The manifest of a folder.
const MANIFEST: &str = "dataset.yaml";

/// Which records a run is about.
#[derive(Debug, Args)]
pub(crate) struct DataArgs {
    #[arg(short, long, default_value = MANIFEST)]
    data: PathBuf,
    #[arg(long)]
    data_root: Option<PathBuf>,
    #[arg(long)]
    rejects: Option<PathBuf>,
    #[arg(long)]
    max_rejects: Option<Limit>,
}

impl DataArgs {
    /// Loads the records; what is wrong with them, or worth knowing, is told on standard error.
    ///
    /// # Errors
    /// [`CliError::Told`] if they cannot be used, others if they cannot be read.
    pub(crate) fn load(&self, schema: &Schema, known_by: Option<Day>, shell: &Shell) -> Result<Dataset, CliError> {
        let manifest = Manifest::find(&self.data)?;
        let files = match &self.data_root {
            Some(root) => Folder::open(root).map_err(|error| CliError::reading(root, error))?,
            None => manifest.folder.clone(),
        };
        let options = LoadOptions { known_by, max_rejects: self.max_rejects };
        let loaded = guiju_data::load(schema, &manifest.text, &manifest.shown, &files, &options);
        shell.tell(&loaded.diagnostics, &Sources::default());
        if let Some(path) = &self.rejects {
            Shell::write(Some(path), |out| out.write_all(rejects_csv(&loaded.rejects).as_bytes()))?;
        }
        loaded.dataset.ok_or(CliError::Told)
    }
}

/// A dataset manifest on disk.
pub(crate) struct Manifest {
    /// The folder it lies in.
    pub(crate) folder: Folder,
    /// What it says.
    pub(crate) text: String,
    /// Its path as shown to people.
    pub(crate) shown: String,
}

impl Manifest {
    /// Finds and reads the manifest at a path: the file itself, or that of the folder.
    pub(crate) fn find(path: &Path) -> Result<Self, CliError> {
        let in_folder = path.is_dir();
        let path = if in_folder { path.join(MANIFEST) } else { path.to_owned() };
        if in_folder && !path.exists() {
            return Err(CliError::NoManifest(path));
        }
        let reading = |error| CliError::reading(&path, error);
        let found = path.canonicalize().map_err(reading)?;
        let (Some(folder), Some(name)) = (found.parent(), found.file_name().and_then(|name| name.to_str())) else {
            return Err(CliError::NotFound(path));
        };
        let folder = Folder::open(folder).map_err(reading)?;
        let bytes = folder.read(name).map_err(|error| CliError::file(&path, &error))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            CliError::NotUtf8 { path: path.clone(), line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
        })?;
        let text = text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text);
        Ok(Self { folder, text, shown: shown(&path) })
    }
}
