from rechtop.doors.cli.main import main

main()
