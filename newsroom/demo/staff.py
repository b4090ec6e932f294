"""The invented staff of the demo newsroom. Bureau people sign stories; nobody here exists.

(user name, role, by-line, initials, address of the author page, about the author). Those who are
also in accounts.py can sign in; the others have no password.
"""

from newsroom.roles import AUDITOR, EDITOR, HEAD, OFFICER, REPORTER

STAFF = [
    ("pewarta", REPORTER, "Rotua Simanullang", "RSM", "rotua-simanullang",
     "Pewarta kawasan Danau Toba dan dataran tinggi sejak 2016. Menulis olahraga daerah, desa, dan "
     "hutan. Lahir di Dolok Sanggul, penggemar kapal kayu."),
    ("tengku", REPORTER, "Tengku Azhari", "TAZ", "tengku-azhari",
     "Pewarta pesisir timur, berkantor di Lima Puluh. Mengikuti nelayan, pelabuhan, dan jalur "
     "kereta dari Belawan sampai Labuhanbatu."),
    ("yarni", REPORTER, "Yarni Zebua", "YZB", "yarni-zebua",
     "Pewarta Kepulauan Nias dan pantai barat. Memotret dan menulis; pernah mengajar di "
     "Gunungsitoli."),
    ("vivian", REPORTER, "Vivian Tan", "VVT", "vivian-tan",
     "Pewarta ekonomi. Menyukai pasar pada pukul tiga pagi dan tabel harga yang rapi."),
    ("sri", REPORTER, "Sri Rahayuningsih", "SRR", "sri-rahayuningsih",
     "Pewarta pendidikan, kesehatan, dan lingkungan, sekaligus anggota tim Cek Fakta."),
    ("faisal", REPORTER, "Mara Faisal Rangkuti", "MFR", "mara-faisal-rangkuti",
     "Pewarta Tapanuli bagian selatan, berkantor di Padangsidimpuan. Menulis desa, hutan, dan "
     "kopi."),
    ("ravi", REPORTER, "Ravi Chandran", "RVC", "ravi-chandran",
     "Fotografer. Lahir di Medan, bekerja dengan cahaya pagi. Di ruang redaksi peragaan ini ia "
     "menggambar."),
    ("redaktur", EDITOR, "Dewi Anggraini Koto", "DAK", "dewi-anggraini-koto",
     "Redaktur. Menyunting berita daerah sejak 2009 dan mengelola halaman ralat."),
    ("kemitraan", OFFICER, "Nurhaida Sembiring", "NHS", None, ""),
    ("kepala", HEAD, "Bernard Sinulingga", "BSG", None, ""),
    ("auditor", AUDITOR, "Halim Wijaya", "HLW", None, ""),
]  # fmt: skip
