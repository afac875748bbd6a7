//! Running other programs: with a time limit where they talk to the network, and with errors that name the command.

use std::ffi::OsStr;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};

/// Variables that `cargo run` sets for this program and that would confuse a cargo of another toolchain.
const INHERITED_FROM_CARGO: [&str; 10] = [
    "CARGO",
    "CARGO_MANIFEST_DIR",
    "CARGO_MANIFEST_PATH",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION",
    "CARGO_ENCODED_RUSTFLAGS",
    "LD_LIBRARY_PATH",
    "RUSTUP_TOOLCHAIN",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
];

/// A command in the repository's root, with the environment as the person's shell has it.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(crate::repo::root()).stdin(Stdio::null());
    for name in INHERITED_FROM_CARGO {
        command.env_remove(name);
    }
    // Standard output is for this program's own results.
    command.stdout(Stdio::from(std::io::stderr()));
    command
}

/// Node with the settings that every tool of Cloudflare wants: no questions, no statistics.
pub fn node(program: impl AsRef<OsStr>) -> Command {
    let mut command = command(program);
    command.env("CI", "1").env("WRANGLER_SEND_METRICS", "false").env("NO_UPDATE_NOTIFIER", "1");
    command
}

/// The cargo that runs this program, for native builds.
pub fn cargo() -> Command {
    command("cargo")
}

/// Runs to the end, showing what the program prints.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    succeed(command, status)
}

/// Runs to the end and says what it printed only when it failed.
pub fn run_quietly(command: &mut Command) -> Result<()> {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        eprint!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    succeed(command, output.status)
}

/// Runs to the end and returns standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(command), String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Like [`run`], ended after `limit`: a closed network often neither answers nor refuses.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command.spawn().with_context(|| cannot_start(command))?;
    match wait_within(&mut child, limit)? {
        Some(status) => succeed(command, status),
        None => {
            end(&mut child);
            bail!("`{}` did not finish within {}", line(command), crate::progress::elapsed(limit))
        }
    }
}

/// Runs to the end, whatever that is, and returns whether it succeeded and all that it said; after `limit` it is ended and said so.
pub fn hear_within(command: &mut Command, limit: Duration) -> Result<(bool, String)> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().with_context(|| cannot_start(command))?;
    // Each in a thread of its own, since a pipe that nobody empties stops the child.
    let readers = [child.stdout.take().map(listen), child.stderr.take().map(listen)];
    let status = wait_within(&mut child, limit)?;
    end(&mut child);
    let mut said: String = readers.into_iter().flatten().filter_map(|reader| reader.join().ok()).collect();
    if status.is_none() {
        said.push_str(&format!("\n`{}` did not finish within {}", line(command), crate::progress::elapsed(limit)));
    }
    Ok((status.is_some_and(|status| status.success()), said))
}

fn listen(mut from: impl Read + Send + 'static) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).ok();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for a child, at most `limit`; `None` when it still runs.
pub fn wait_within(child: &mut Child, limit: Duration) -> Result<Option<ExitStatus>> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if started.elapsed() >= limit {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Ends a child for good. An error means that it has ended already.
pub fn end(child: &mut Child) {
    child.kill().ok();
    child.wait().ok();
}

/// Whether a program can be started at all, looked up on PATH.
pub fn on_path(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file())
}

/// All of a file's bytes, with the path in the error.
pub fn file(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|mut file| file.read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", crate::repo::shown(path)))?;
    Ok(bytes)
}

fn succeed(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed ({status})", line(command));
    }
    Ok(())
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", line(command))
}

/// The command as one would type it, with long absolute programs shortened to their names.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(name).chain(arguments).collect::<Vec<_>>().join(" ")
}

/// The processor time that all descendants of this process with this name have used so far; `None` where there is no `/proc` to read.
pub fn cpu_time_of_children(name: &str) -> Option<Duration> {
    /// Linux counts in hundredths of a second wherever Rust and Node run (`getconf CLK_TCK`).
    const TICK: Duration = Duration::from_millis(10);
    Some(TICK * children(name)?.iter().map(|child| child.ticks).sum::<u32>())
}

/// The memory in bytes that all descendants of this process with this name have in RAM; `None` where there is no `/proc` to read.
pub fn memory_of_children(name: &str) -> Option<u64> {
    let resident = |child: &Stat| {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id)).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()
    };
    Some(children(name)?.iter().filter_map(resident).sum::<u64>() * 1024)
}

/// All descendants of this process with this name.
fn children(name: &str) -> Option<Vec<Stat>> {
    let mut left: Vec<Stat> = std::fs::read_dir("/proc").ok()?.filter_map(|entry| Stat::read(&entry.ok()?.path())).collect();
    let mut family = vec![std::process::id()];
    let mut found = Vec::new();
    while let Some(parent) = family.pop() {
        let (theirs, others) = left.into_iter().partition(|one: &Stat| one.parent == parent);
        left = others;
        family.extend(theirs.iter().map(|child| child.id));
        found.extend(theirs.into_iter().filter(|child| child.name == name));
    }
    Some(found)
}

/// What Linux tells of a process (proc(5)).
struct Stat {
    id: u32,
    parent: u32,
    name: String,
    ticks: u32,
}

impl Stat {
    /// `None` for what is no process, or none any more.
    fn read(directory: &Path) -> Option<Stat> {
        let id = directory.file_name()?.to_str()?.parse().ok()?;
        let text = std::fs::read_to_string(directory.join("stat")).ok()?;
        // The name stands in brackets and may hold any character.
        let (_, rest) = text.split_once('(')?;
        let (name, rest) = rest.rsplit_once(')')?;
        let field = |number: usize| rest.split_whitespace().nth(number)?.parse::<u32>().ok();
        Some(Stat { id, parent: field(1)?, name: name.to_owned(), ticks: field(11)? + field(12)? })
    }
}
