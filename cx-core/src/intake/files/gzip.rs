//! Files that are compressed by gzip.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::fault::fault;
use super::options::FileOptions;
use crate::Result;

/// The content of a compressed file, up to what the options allow.
pub(super) fn unpacked(bytes: &[u8], options: &FileOptions) -> Result<Vec<u8>> {
    let most = options.most(bytes.len());
    let mut inside = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(most.saturating_add(1)).read_to_end(&mut inside);
    if inside.len() as u64 > most {
        return Err(too_large(most));
    }
    match read {
        Ok(_) => Ok(inside),
        Err(_) => {
            Err(fault("the compressed file is damaged or cut off", "export or copy it again"))
        }
    }
}

/// The error of a file that unpacks to more than is allowed.
pub(super) fn too_large(most: u64) -> crate::Error {
    fault(
        format!("the compressed file unpacks to more than {} MiB", most >> 20),
        "say largest = (in MiB) where that is right",
    )
}
