"""Parts that the generated stories are put together from."""

WHO = [
    "Pemerintah daerah", "Dinas Pertanian", "Petani cabai", "Nelayan tradisional", "Pedagang pasar",
    "Pelajar SMA", "Tim penyelamat", "Pengurus koperasi", "Perajin ulos", "Petugas puskesmas",
    "Dinas Perhubungan", "Pelaku wisata", "Warga pesisir", "Guru honorer", "Kelompok tani",
    "Badan penanggulangan bencana", "Pengelola pelabuhan", "Pengusaha kopi", "Klub renang",
]  # fmt: skip
DOES = [
    "memperbaiki", "membuka", "menyiapkan", "membahas", "memeriksa", "menambah", "meresmikan",
    "mengawasi", "menata ulang", "memperpanjang", "menguji", "melatih pengelola", "memantau",
    "mempercepat pembangunan", "mengajukan anggaran untuk", "menunda perbaikan", "menghitung ulang",
]  # fmt: skip
WHAT = [
    "jalan desa", "saluran irigasi", "pasar tradisional", "sekolah dasar", "dermaga nelayan",
    "kebun percontohan", "posko kesehatan", "jembatan gantung", "jadwal angkutan", "gudang pangan",
    "kampung wisata", "sumur warga", "data penerima bantuan", "lapangan olahraga", "perpustakaan",
    "tanggul sungai", "alat panen", "layanan perizinan", "rumah produksi", "jaringan air bersih",
]  # fmt: skip
WHEN = [
    "menjelang musim tanam", "setelah hujan lebat", "pada akhir pekan", "sebelum tahun ajaran baru",
    "awal bulan depan", "selama sepekan", "dengan dana desa", "bersama warga", "secara bertahap",
    "di tiga kecamatan", "untuk tahun keempat", "tanpa menutup jalan",
]  # fmt: skip
MORE = [
    "Pekerjaan itu dibagi dalam beberapa tahap supaya warga tetap dapat beraktivitas.",
    "Sebagian biaya ditanggung bersama, sisanya menunggu perubahan anggaran.",
    "Warga meminta jadwal yang pasti karena panen tidak dapat menunggu.",
    "Hasil pemeriksaan awal akan ditempel di kantor desa.",
    "Petugas mencatat kebutuhan setiap dusun dan mencocokkannya dengan data tahun lalu.",
    "Cuaca beberapa hari terakhir membuat pekerjaan berjalan lebih lambat.",
    "Pihak pengelola berjanji melaporkan kemajuannya setiap pekan.",
    "Harga bahan naik sedikit, tetapi rencana tidak diubah.",
]
FIRST = [
    "Anggi", "Binsar", "Citra", "Dedi", "Elfrida", "Fahmi", "Gomgom", "Hotma", "Indah", "Jonri",
    "Kartika", "Lamhot", "Murni", "Nurul", "Oloan", "Pintor", "Rizka", "Sondang", "Tiurma", "Yusni",
]  # fmt: skip
LAST = ["Arsipta", "Contohran", "Ujianto", "Rekayasa", "Cobatua", "Latihari", "Misalnya"]
TOPICS = [
    "panen", "irigasi", "nelayan", "sekolah", "jalan desa", "pasar", "wisata", "puskesmas",
    "banjir", "kopi", "ulos", "koperasi", "olahraga pelajar", "angkutan", "air bersih",
]  # fmt: skip
NOTES = [
    "Mohon lengkapi angka dan sumbernya.",
    "Judul terlalu panjang, tolong dipadatkan.",
    "Tambahkan tanggapan pihak kedua.",
]
