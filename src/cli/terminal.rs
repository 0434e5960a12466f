//! Where output goes: standard output and error, their colours and width, and a line that says what takes so long.

use std::env;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};

use crate::host::paths::CannotRun;

use super::arguments::ColorWhen;
use super::render::clean;
use super::render::text::Screen;

/// How long work may take before it is told.
const PATIENCE: Duration = Duration::from_millis(300);

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Fine,
    /// What was asked for was done, and something is wrong.
    Wrong,
}

/// Why a command could not do what it was asked for.
#[derive(Debug)]
pub enum Failure {
    /// In words.
    CannotRun(CannotRun),
    /// Output could not be written.
    Output(io::Error),
}

impl From<CannotRun> for Failure {
    fn from(reason: CannotRun) -> Self {
        Self::CannotRun(reason)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// The exit status of a command. A reader that went away is no failure: it has seen what it wanted.
pub fn exit(result: Result<Outcome, Failure>, terminal: Terminal) -> ExitCode {
    let reason = match result {
        Ok(Outcome::Fine) => return ExitCode::SUCCESS,
        Ok(Outcome::Wrong) => return ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
        Err(Failure::Output(error)) => CannotRun::because("cannot write the output", &error),
        Err(Failure::CannotRun(reason)) => reason,
    };
    // When standard error is gone as well, the exit status is all that is left to say.
    let _ = terminal.complain(&reason);
    ExitCode::from(2)
}

/// The terminal, or whatever stands in its place.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    when: ColorWhen,
    quiet: bool,
}

/// Standard output, collected; whoever writes flushes it.
pub fn out() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
}

impl Terminal {
    /// As the arguments want it.
    pub fn new(when: ColorWhen, quiet: bool) -> Self {
        Self { when, quiet }
    }

    /// Whether only what was asked for is said.
    pub fn quiet(self) -> bool {
        self.quiet
    }

    /// The screen behind standard output.
    pub fn screen(self) -> Screen {
        self.screen_of(io::stdout().is_terminal())
    }

    /// The screen behind standard error.
    pub fn error_screen(self) -> Screen {
        self.screen_of(io::stderr().is_terminal())
    }

    fn screen_of(self, is_terminal: bool) -> Screen {
        let colour = match self.when {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        let width =
            if is_terminal { terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)) } else { None };
        Screen { width: width.unwrap_or(Screen::FILE.width), colour }
    }

    /// Says on standard error why nothing was done.
    fn complain(self, reason: &CannotRun) -> io::Result<()> {
        let colour = self.error_screen().colour;
        let style = |style: Style| if colour { style } else { Style::new() };
        let (red, cyan) = (style(AnsiColor::Red.on_default().bold()), style(AnsiColor::Cyan.on_default()));
        let mut out = io::stderr().lock();
        writeln!(out, "{red}error:{red:#} {}", clean::lines(&reason.message))?;
        if let Some(help) = &reason.help {
            writeln!(out, "{cyan}help:{cyan:#} {}", clean::lines(help))?;
        }
        Ok(())
    }

    /// Says something on standard error beside what was asked for.
    pub fn note(self, text: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        writeln!(io::stderr().lock(), "note: {}", clean::lines(text))
    }

    /// Shows `what` on standard error as long as the value lives, when it is a terminal and the work is long.
    pub fn progress(self, what: &str) -> Progress {
        if self.quiet || !io::stderr().is_terminal() {
            return Progress { work: None };
        }
        let (done, waiting) = mpsc::channel();
        let what = clean::line(what).into_owned();
        let thread = thread::spawn(move || {
            let start = Instant::now();
            let mut shown = false;
            while waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown = true;
                let seconds = start.elapsed().as_secs_f32();
                // A progress line that cannot be written is not worth a word.
                let _ = write!(io::stderr(), "\r\x1b[2K{what} ... {seconds:.1} s");
            }
            if shown {
                let _ = write!(io::stderr(), "\r\x1b[2K");
            }
        });
        Progress { work: Some((done, thread)) }
    }
}

/// A line that goes away with the value.
pub struct Progress {
    work: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.work.take() {
            drop(done);
            // The thread only writes to the terminal; that it ended is all that matters.
            let _ = thread.join();
        }
    }
}
