//! What a file is, judged by its bytes.

pub fn kind(bytes: &[u8]) -> &'static str {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\x89PNG", "png"),
        (b"\xFF\xD8\xFF", "jpg"),
        (b"GIF8", "gif"),
        (b"BM", "bmp"),
        (b"%PDF", "pdf"),
        (b"<svg", "svg"),
        (b"<?xml", "svg"),
        (b"\x1A\x45\xDF\xA3", "webm"),
    ];
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return "webp";
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return "mp4";
    }
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or("txt", |(_, kind)| kind)
}

pub fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "bmp" => "image/bmp",
        "pdf" => "application/pdf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}
