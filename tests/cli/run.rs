//! Running the built command as a user does.

use std::path::Path;
use std::process::{Command, Output};

/// A run of `charter` in a folder: arguments separated by spaces, environment as `NAME=value`.
pub fn run_with(folder: &Path, arguments: &str, environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_charter"));
    command.current_dir(folder).args(arguments.split_whitespace());
    for name in ["NO_COLOR", "GITHUB_ACTIONS", "GITLAB_CI"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied());
    command.output().expect("the command runs")
}

/// The same without an environment.
pub fn run(folder: &Path, arguments: &str) -> Output {
    run_with(folder, arguments, &[])
}

/// What a run said, as one text: its status, standard output, and standard error after `!`.
pub fn told(output: &Output) -> String {
    let status = output.status.code().expect("the command was not killed");
    let out = String::from_utf8_lossy(&output.stdout);
    let error: String = String::from_utf8_lossy(&output.stderr).lines().map(|line| format!("! {line}\n")).collect();
    format!("exit {status}\n{out}{error}")
}
