//! Python environments of pinned packages: each is made once below the target folder, for all test processes.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};

/// An environment: a change of one byte of its requirements makes a new one.
pub(crate) struct Environment {
    /// What its folder is called.
    pub(crate) name: &'static str,
    /// The packages.
    pub(crate) requirements: &'static str,
    /// Whose it is.
    pub(crate) purpose: &'static str,
}

/// The folder that cargo gives to integration tests, inside the target folder; to an example it gives none.
pub(crate) fn scratch() -> PathBuf {
    let given = option_env!("CARGO_TARGET_TMPDIR").map(PathBuf::from);
    given.unwrap_or_else(|| {
        let program = std::env::current_exe().unwrap();
        program.ancestors().nth(3).unwrap().join("tmp")
    })
}

impl Environment {
    /// The environment's Python. Builds the environment if no process has yet, and panics with what to install.
    pub(crate) fn python(&self) -> PathBuf {
        let version = self.run(Command::new(system_python()).arg("--version"), "find Python");
        let digest = Sha256::digest(format!("{version}\n{}", self.requirements));
        let short = u64::from_be_bytes(digest.first_chunk().copied().unwrap());
        let folder = scratch().join(format!("{}-{short:016x}", self.name));

        fs::create_dir_all(scratch()).unwrap();
        let lock = File::create(scratch().join(format!("{}.lock", self.name))).unwrap();
        // Held until `lock` is dropped; a process that dies lets go of it too.
        lock.lock().unwrap();
        if !folder.is_dir() {
            self.build(&folder);
        }
        interpreter(&folder)
    }

    /// Builds beside the final place and renames, so that what bears the name is whole.
    fn build(&self, folder: &Path) {
        let partial = folder.with_extension("partial");
        if partial.exists() {
            fs::remove_dir_all(&partial).unwrap();
        }
        self.run(Command::new(system_python()).args(["-m", "venv"]).arg(&partial), "make a virtual environment");
        let requirements = partial.join("requirements.txt");
        fs::write(&requirements, self.requirements).unwrap();
        let mut pip = Command::new(interpreter(&partial));
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&requirements);
        self.run(&mut pip, "install the packages");
        fs::rename(&partial, folder).unwrap();
    }

    fn run(&self, command: &mut Command, aim: &str) -> String {
        let need = format!(
            "The {} need Python 3.11 or newer as `python3` with the venv module (Debian and Ubuntu: apt install python3 \
             python3-venv) and, the first time, access to PyPI or a mirror that pip is set to.",
            self.purpose
        );
        match command.output() {
            Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout).trim().to_owned(),
            Ok(output) => {
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                panic!("could not {aim} ({command:?}: {}).\n{need}\n{said}", output.status)
            }
            Err(error) => panic!("could not {aim} ({command:?}: {error}).\n{need}"),
        }
    }
}

fn system_python() -> &'static str {
    if cfg!(windows) { "python" } else { "python3" }
}

fn interpreter(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}
