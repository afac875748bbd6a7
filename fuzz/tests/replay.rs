//! Every input that was found worth keeping: those that reach something of their own, and those that broke something once.

use fuzz::targets::ALL;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

#[test]
fn no_target_finds_anything_in_what_is_kept() {
    for target in ALL {
        let mut replayed = 0;
        for folder in ["corpus", "regressions"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(target.name);
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                let input = fs::read(&path).unwrap();
                assert!(catch_unwind(|| (target.run)(&input)).is_ok(), "{} breaks {}: see above", path.display(), target.name);
                replayed += 1;
            }
        }
        assert!(replayed > 0, "nothing is kept for {}", target.name);
    }
}

#[test]
fn no_folder_is_left_of_a_target_that_is_gone() {
    for folder in ["corpus", "regressions"] {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).into_iter().flatten() {
            let name = entry.unwrap().file_name();
            assert!(ALL.iter().any(|target| target.name == name), "{folder}/{name:?} belongs to no target");
        }
    }
}
