IP 192.0.2.1.50001 > 192.0.2.2.7777: Flags [S], seq 2320871437, win 64240, options [mss 1460,sackOK,TS val 456405695 ecr 0,nop,wscale 10], length 0
IP 192.0.2.2.7777 > 192.0.2.1.50001: Flags [S.], seq 226967253, ack 2320871438, win 65160, options [mss 1460,sackOK,TS val 327604835 ecr 456405695,nop,wscale 10], length 0
IP 192.0.2.1.50001 > 192.0.2.2.7777: Flags [.], ack 1, win 63, options [nop,nop,TS val 456405695 ecr 327604835], length 0
IP 192.0.2.1.50001 > 192.0.2.2.7777: Flags [P.], seq 1:6, ack 1, win 63, options [nop,nop,TS val 456405745 ecr 327604835], length 5
IP 192.0.2.2.7777 > 192.0.2.1.50001: Flags [.], ack 6, win 64, options [nop,nop,TS val 327604885 ecr 456405745], length 0
IP 192.0.2.2.7777 > 192.0.2.1.50001: Flags [P.], seq 1:6, ack 6, win 64, options [nop,nop,TS val 327604935 ecr 456405745], length 5
IP 192.0.2.1.50001 > 192.0.2.2.7777: Flags [.], ack 6, win 63, options [nop,nop,TS val 456405795 ecr 327604935], length 0
IP 192.0.2.1.50001 > 192.0.2.2.7777: Flags [R.], seq 6, ack 6, win 63, options [nop,nop,TS val 456405846 ecr 327604935], length 0
