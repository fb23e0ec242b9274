//! What the files say: dataset manifest, readers, typed columns, rejects.
